namespace Microsoft.ML.Trainers;

/// <summary>Options of a trainer: the columns it reads.</summary>
public abstract class TrainerInputBase
{
    public string FeatureColumnName = "Features";

    private protected TrainerInputBase()
    {
    }
}

/// <summary>Adds the label column.</summary>
public abstract class TrainerInputBaseWithLabel : TrainerInputBase
{
    public string LabelColumnName = "Label";

    private protected TrainerInputBaseWithLabel()
    {
    }
}

/// <summary>Adds a column of row weights; null weighs all rows alike.</summary>
public abstract class TrainerInputBaseWithWeight : TrainerInputBaseWithLabel
{
    public string ExampleWeightColumnName = null;

    private protected TrainerInputBaseWithWeight()
    {
    }
}

/// <summary>Of a trainer without labels: a column of row weights; null weighs all rows alike.</summary>
public abstract class UnsupervisedTrainerInputBaseWithWeight : TrainerInputBase
{
    public string ExampleWeightColumnName = null;

    private protected UnsupervisedTrainerInputBaseWithWeight()
    {
    }
}
