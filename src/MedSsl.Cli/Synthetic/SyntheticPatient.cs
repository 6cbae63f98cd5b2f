namespace MedSsl.Cli.Synthetic;

/// <summary>The anatomy and findings of one invented patient: what stays the same over all of the patient's radiographs.</summary>
/// <param name="Id">Patient identifier, for example <c>s0042</c>.</param>
/// <param name="LungWidth">Half width of a lung as a share of the image's width.</param>
/// <param name="LungHeight">Half height of a lung as a share of the image's height.</param>
/// <param name="LungGap">Distance of a lung's centre from the midline.</param>
/// <param name="RibSpacing">Distance between two ribs.</param>
/// <param name="RibTilt">Slope of the ribs.</param>
/// <param name="Tissue">Brightness of soft tissue, 0 to 1.</param>
/// <param name="Air">Brightness of lung, 0 to 1.</param>
/// <param name="Cardiomegaly">The heart is wider than half the chest.</param>
/// <param name="Effusion">Fluid fills a costophrenic angle up to a meniscus.</param>
/// <param name="Consolidation">A patch of lung is dense.</param>
/// <param name="Nodule">A small round opacity lies in a lung.</param>
/// <param name="Pneumothorax">Air without vessels lies between a lung and the chest wall.</param>
/// <param name="Side">−1 for findings in the lung on the left of the image, +1 on the right.</param>
/// <param name="Spot">Where in the lung the consolidation or nodule lies, each coordinate −1 to 1.</param>
internal sealed record SyntheticPatient(
    string Id,
    double LungWidth, double LungHeight, double LungGap,
    double RibSpacing, double RibTilt,
    double Tissue, double Air,
    bool Cardiomegaly, bool Effusion, bool Consolidation, bool Nodule, bool Pneumothorax,
    int Side, (double X, double Y) Spot)
{
    /// <summary>The findings' names, in the order of <see cref="Findings"/>.</summary>
    public static readonly string[] FindingNames = ["Cardiomegaly", "Effusion", "Consolidation", "Nodule", "Pneumothorax"];

    /// <summary>The findings, present or not; several may be present at once.</summary>
    public bool[] Findings => [Cardiomegaly, Effusion, Consolidation, Nodule, Pneumothorax];

    /// <summary>Draws a patient. Findings overlap: an effusion is three times as likely beside a large heart.</summary>
    public static SyntheticPatient Draw(string id, Random random)
    {
        double Between(double low, double high) => low + (high - low) * random.NextDouble();
        bool cardiomegaly = random.NextDouble() < 0.3;
        return new SyntheticPatient(
            id,
            LungWidth: Between(0.15, 0.19), LungHeight: Between(0.28, 0.34), LungGap: Between(0.19, 0.23),
            RibSpacing: Between(0.075, 0.095), RibTilt: Between(0.15, 0.45),
            Tissue: Between(0.62, 0.78), Air: Between(0.16, 0.28),
            Cardiomegaly: cardiomegaly,
            Effusion: random.NextDouble() < (cardiomegaly ? 0.45 : 0.15),
            Consolidation: random.NextDouble() < 0.3,
            Nodule: random.NextDouble() < 0.3,
            Pneumothorax: random.NextDouble() < 0.2,
            Side: random.NextDouble() < 0.5 ? -1 : 1,
            Spot: (Between(-0.45, 0.45), Between(-0.5, 0.35)));
    }
}
