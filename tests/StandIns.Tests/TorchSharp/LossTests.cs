using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Sum = TorchSharp.torch.nn.Reduction;

namespace StandIns.Tests.TorchSharpTests;

/// <summary>Values and gradients of the losses against PyTorch's (tests/peers/torch_cases.py).</summary>
public sealed class LossTests
{
    private static readonly Tensor s_other = Cases.Wave([3, 4], 1), s_weights = tensor([0.5f, 1f, 2f, 3f]), s_target = (Cases.Wave([3, 4], 2) > 0).to(float32);
    private static readonly Tensor s_signs = (s_target * 2) - 1, s_classes = tensor([1L, 3L, 0L]), s_negative = Cases.Wave([3, 4]).roll(1, 0);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_losses = new()
    {
        ["bce"] = x => nn.BCEWithLogitsLoss().call(x, s_target),
        ["bce_weighted"] = x => F.binary_cross_entropy_with_logits(x, s_target, s_other.abs(), Sum.None, s_weights),
        ["bce_plain"] = x => nn.BCELoss(s_weights).call(x.sigmoid(), s_target),
        ["cross_entropy"] = x => nn.CrossEntropyLoss().call(x, s_classes),
        ["cross_entropy_smooth"] = x => F.cross_entropy(x, tensor([1L, -100L, 0L]), s_weights, reduction: Sum.Sum, label_smoothing: 0.1),
        ["cross_entropy_soft"] = x => F.cross_entropy(x, s_other.softmax(1)),
        ["kl"] = x => F.kl_div(x.log_softmax(1), s_other.log_softmax(1), true, Sum.Sum),
        ["kl_mean"] = x => nn.KLDivLoss(false).call(x.log_softmax(1), ((s_target * 0.8) + 0.1).softmax(1)),
        ["nll"] = x => nn.NLLLoss(s_weights).call(x.log_softmax(1), s_classes),
        ["l1"] = x => nn.L1Loss().call(x, s_other),
        ["smooth_l1"] = x => nn.SmoothL1Loss(beta: 0.5).call(x, s_other),
        ["huber"] = x => nn.HuberLoss(0.3).call(x, s_other),
        ["mse_sum"] = x => nn.MSELoss(Sum.Sum).call(x, s_other),
        ["cosine_embedding"] = x => nn.CosineEmbeddingLoss(0.2).call(x, s_other, tensor([1f, -1f, 1f])),
        ["hinge_embedding"] = x => nn.HingeEmbeddingLoss(0.8).call(x, s_signs),
        ["margin_ranking"] = x => nn.MarginRankingLoss(0.3).call(x, s_other, s_signs),
        ["soft_margin"] = x => nn.SoftMarginLoss().call(x, s_signs),
        ["multilabel_soft_margin"] = x => nn.MultiLabelSoftMarginLoss(s_weights).call(x, s_target),
        ["gaussian_nll"] = x => nn.GaussianNLLLoss(true, 0.1f).call(x, s_other, x.square()),
        ["triplet"] = x => nn.TripletMarginLoss(0.7).call(x, s_other, s_negative),
        ["triplet_swap"] = x => nn.TripletMarginLoss(0.7, 1, swap: true, reduction: Sum.None).call(x, s_other, s_negative),
        ["triplet_distance"] = x =>
            nn.TripletMarginWithDistanceLoss((u, v) => 1 - F.cosine_similarity(u, v), swap: true).call(x, s_other, s_negative),
    };

    public static TheoryData<string> Losses => [.. s_losses.Keys];

    [Theory]
    [MemberData(nameof(Losses))]
    public void ValueAndGradient(string name) => Cases.CheckGraded("loss." + name, x => s_losses[name](x[0]), Cases.Wave([3, 4]));

    [Fact]
    public void EveryCaseIsTested() => Cases.AreTested("loss.", s_losses.Keys);
}
