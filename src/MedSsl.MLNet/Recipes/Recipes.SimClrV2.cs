namespace MedSsl.MLNet;

public static partial class Recipes
{
    /// <summary>Chen et al. (2020), "Big Self-Supervised Models are Strong Semi-Supervised Learners", arXiv 2006.10029: ResNet-50 with selective kernels, 224 pixels, batches of 4,096.</summary>
    public static TrainingRecipe SimClrV2 { get; } = new()
    {
        Name = nameof(SimClrV2),
        Source = "Chen et al. (2020), arXiv 2006.10029, and its code, google-research/simclr@383d414",
        Notes =
        [
            "read in the code: selective kernels and ResNet-D stem, a head of three layers with batch normalisation behind each, fine-tuning from its first layer; LARS, learning rate 0.075 x sqrt(batch) (4.8), weight decay 1e-4, temperature 0.1; fine-tuning on 1% of the labels: LARS, 0.005 x sqrt(batch) (0.16), no weight decay, 60 epochs, batch 1,024, no warm-up",
            "the paper's largest network is ResNet-152 (3x) with selective kernels; MicroBatchSize and GradientCheckpointing let a batch of 4,096 fit a small machine",
            "recollected: 800 epochs, 5% of them warm-up; fine-tuning with crops and flips only",
        ],
        Departures =
        [
            "images of any kind instead of ImageNet's",
            "the released code adds the losses of the two directions, ours takes their mean; LARS does not feel the difference",
            "several yes-or-no labels with unknown ones masked instead of one class out of 1,000",
        ],
        Size = 224,
        Channels = 3,
        Encoder = new EncoderSpec { Architecture = EncoderArchitecture.ResNet50, SelectiveKernels = true },
        SimClr = new()
        {
            Epochs = 800,
            BatchSize = 4096,
            Optimizer = OptimizerKind.Lars,
            LearningRate = 0.075,
            LearningRateScaling = LearningRateScaling.SquareRoot,
            WeightDecay = 1e-4,
            WarmupEpochs = 40,
            ProjectionLayers = 3,
            KeepHeadLayers = 1,
            NormaliseProjections = true,
            Augmentation = SimClrViews,
        },
        Micle = new() { Epochs = 0, WarmupEpochs = 0 },
        FineTune = new()
        {
            Epochs = 60,
            MinimumSteps = 0,
            BatchSize = 1024,
            Optimizer = OptimizerKind.Lars,
            LearningRate = 0.005,
            LearningRateScaling = LearningRateScaling.SquareRoot,
            WeightDecay = 0,
            WarmupEpochs = 0,
            ProbeFirst = false,
            Augmentation = ViewAugmentationOptions.None with { MinimumCropArea = 0.08, MinimumAspectRatio = 3.0 / 4, MaximumAspectRatio = 4.0 / 3, FlipProbability = 0.5 },
        },
    };
}
