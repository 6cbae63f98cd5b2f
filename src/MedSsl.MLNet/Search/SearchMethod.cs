namespace MedSsl.MLNet;

/// <summary>How <see cref="FineTuneSearchOptions"/> choose what is tried.</summary>
public enum SearchMethod
{
    /// <summary>Every learning rate with every weight decay.</summary>
    Grid,

    /// <summary>
    /// A number of draws: learning rate and weight decay log-uniform between the smallest and the largest that are given (Bergstra and Bengio 2012); a weight
    /// decay of 0, where it is among them, as often as any one of them.
    /// </summary>
    Random,
}
