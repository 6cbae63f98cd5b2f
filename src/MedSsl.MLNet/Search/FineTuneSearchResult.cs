namespace MedSsl.MLNet;

/// <summary>What a search found.</summary>
/// <param name="Trials">All trials, the best first.</param>
/// <param name="Best">The options of every trial with the best one's learning rate and weight decay, to fit with.</param>
public sealed record FineTuneSearchResult(IReadOnlyList<FineTuneTrial> Trials, FineTuneOptions Best);
