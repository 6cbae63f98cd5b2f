namespace MedSsl.Cli.Synthetic;

/// <summary>
/// Draws one frontal radiograph of a <see cref="SyntheticPatient"/>: body, lungs, ribs, heart and findings, seen with a position, tilt,
/// exposure and noise of its own. A drawing, not a simulation: it has what a contrastive method needs to be tried on (patients who
/// differ, images of one patient that differ less, findings of different size and contrast) and nothing more.
/// </summary>
internal static class SyntheticRadiograph
{
    /// <summary>Draws the image.</summary>
    /// <param name="patient">Whose radiograph.</param>
    /// <param name="size">Side of the square image in pixels.</param>
    /// <param name="random">Source of what differs between two radiographs of one patient.</param>
    /// <returns>Gray values, row by row, 0 to 255.</returns>
    public static byte[] Draw(SyntheticPatient patient, int size, Random random)
    {
        double angle = (random.NextDouble() - 0.5) * 0.16;
        double shiftX = (random.NextDouble() - 0.5) * 0.08, shiftY = (random.NextDouble() - 0.5) * 0.08;
        double zoom = 0.94 + 0.12 * random.NextDouble();
        double exposure = 0.85 + 0.3 * random.NextDouble(), gamma = 0.8 + 0.4 * random.NextDouble();
        double breath = 0.95 + 0.1 * random.NextDouble();
        double cos = Math.Cos(angle) / zoom, sin = Math.Sin(angle) / zoom;
        var texture = new SmoothNoise(random, 24);

        var pixels = new byte[size * size];
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++)
            {
                // Image coordinates to the patient's: the midline is x = 0, the chest's centre y = 0, one unit is the image's side.
                double u = (column + 0.5) / size - 0.5 - shiftX, v = (row + 0.5) / size - 0.5 - shiftY;
                double x = cos * u + sin * v, y = -sin * u + cos * v;
                double value = Brightness(patient, x, y, breath, texture);
                double noise = (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 0.05;
                double exposed = Math.Pow(Math.Clamp(value * exposure, 0, 1), gamma) + noise;
                pixels[row * size + column] = (byte)Math.Clamp(exposed * 255 + 0.5, 0, 255);
            }
        return pixels;
    }

    private static double Brightness(SyntheticPatient p, double x, double y, double breath, SmoothNoise texture)
    {
        double body = Inside(x / 0.46, (y - 0.05) / 0.62);
        double value = p.Tissue * body * (0.9 + 0.15 * texture.At(x + 0.5, y + 0.5));

        int side = x < 0 ? -1 : 1;
        double lungHeight = p.LungHeight * breath;
        double lungX = (x - side * p.LungGap) / p.LungWidth, lungY = (y + 0.04) / lungHeight;
        double lung = Inside(lungX, lungY);
        double vessels = 0.12 * texture.At(x * 2 + 0.5, y * 2 + 0.5) * (1 - Math.Min(1, Math.Abs(lungX - -side * 0.8)));
        bool affected = side == p.Side;

        double air = p.Air + vessels;
        if (affected && p.Consolidation)
            air += 0.34 * Bump(lungX - p.Spot.X, lungY - p.Spot.Y, 0.5) * (0.75 + 0.5 * texture.At(x * 4 + 0.3, y * 4 + 0.3));
        if (side == -p.Side && p.Nodule)
            air += 0.4 * Inside((lungX - p.Spot.X) / 0.2, (lungY - p.Spot.Y) / (0.2 * p.LungWidth / lungHeight));
        if (affected && p.Pneumothorax && lungX * side > 0.45 - 0.25 * lungY)
            air = p.Air * 0.35;
        if (affected && p.Effusion)
            air += (p.Tissue - p.Air) * Step(lungY - (0.5 - 0.3 * Math.Abs(lungX) * Math.Sign(lungX * side)), 0.06);
        value += (air - value) * lung;

        double rib = Math.Cos(2 * Math.PI * (y + p.RibTilt * Math.Abs(x) - 1.6 * x * x) / p.RibSpacing);
        value += 0.07 * Step(rib - 0.45, 0.15) * body * Step(0.42 - Math.Abs(x), 0.03);

        double heartWidth = p.Cardiomegaly ? 0.225 : 0.135;
        double heart = Inside((x - 0.045) / heartWidth, (y - 0.13) / 0.16);
        value += (p.Tissue * 0.98 - value) * heart * 0.9;

        double spine = 0.1 * Step(0.035 - Math.Abs(x), 0.01) * body;
        double diaphragm = Step(y - (0.27 * breath - 0.35 * Math.Pow(Math.Abs(x) - 0.2, 2)), 0.012) * body;
        value += (p.Tissue * 1.05 - value) * diaphragm * 0.85;
        return value + spine;
    }

    /// <summary>1 inside the unit ellipse, 0 outside, with a soft edge.</summary>
    private static double Inside(double x, double y) => Step(1 - Math.Sqrt(x * x + y * y), 0.06);

    /// <summary>Smooth step from 0 to 1 around 0, of the given half width.</summary>
    private static double Step(double x, double width)
    {
        double t = Math.Clamp(0.5 + x / (2 * width), 0, 1);
        return t * t * (3 - 2 * t);
    }

    private static double Bump(double x, double y, double width) => Math.Exp(-(x * x + y * y) / (width * width));
}
