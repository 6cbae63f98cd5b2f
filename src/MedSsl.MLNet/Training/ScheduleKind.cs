namespace MedSsl.MLNet;

/// <summary>How the learning rate goes on after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Along half a cosine down to the minimum, without restarts: Loshchilov and Hutter (2016), arXiv 1608.03983; SimCLR, MICLe.</summary>
    Cosine,

    /// <summary>As it is.</summary>
    Constant,

    /// <summary>Along a line down to the minimum.</summary>
    Linear,

    /// <summary>
    /// Multiplied by <see cref="TrainingOptions.ScheduleStepFactor"/> after every <see cref="TrainingOptions.ScheduleStepEpochs"/> epochs, counted
    /// from the first epoch of the run; not below the minimum.
    /// </summary>
    Step,
}
