namespace MedSsl.MLNet;

public static partial class Recipes
{
    /// <summary>Azizi et al. (2021), "Big Self-Supervised Models Advance Medical Image Classification", arXiv 2101.05224.</summary>
    public static class Azizi2021
    {
        private const string Paper = "Azizi et al. (2021), arXiv 2101.05224; pretraining's optimizer, head and views from the authors' code, medical-ai-research-foundations@ca00382";

        private static readonly string[] _notes =
        [
            "read in the code: LARS, momentum 0.9, trust coefficient 0.001, learning rate 0.3 x batch / 256, 10 epochs of warm-up, weight decay 1e-6, temperature 0.1; a head of two layers, 128 values, batch normalisation behind both",
            "recollected: the batch of 1,024 and the length of SimCLR (low confidence), fine-tuning's batch of 256, 30,000 steps and search grid",
            "the paper's networks are ResNet-50 (1x), ResNet-50 (4x) and ResNet-152 (2x)",
        ];

        private static readonly string[] _departures =
        [
            "starts from random weights unless others are imported; the paper pretrains on ImageNet first",
            "the released code adds the losses of the two directions, ours takes their mean; LARS does not feel the difference",
            "rotation happens in the same resampling as the crop; brightness, contrast, saturation and hue come in this order, not in a random one",
            "epochs instead of steps: the length depends on the number of images",
            "several yes-or-no labels with unknown ones masked; fine-tuning's learning rate falls along a cosine",
        ];

        /// <summary>10^-3.5 to 10^-0.5 in seven steps, and 0 and 10^-5 to 10^-3 in three: the paper's search.</summary>
        private static readonly double[] _rates = [3.1623e-4, 1e-3, 3.1623e-3, 1e-2, 3.1623e-2, 1e-1, 3.1623e-1], _decays = [0, 1e-5, 1e-4, 1e-3];

        /// <summary>The defaults of SimCLR's and REMEDIS's code: LARS at 0.3 for each 256 images, and a batch normalisation behind the projections.</summary>
        private static T LikeTheCode<T>(T options) where T : ContrastiveOptions => (T)(options with
        {
            Optimizer = OptimizerKind.Lars,
            LearningRate = 0.3,
            LearningRateScaling = LearningRateScaling.Linear,
            WeightDecay = 1e-6,
            WarmupEpochs = 10,
            NormaliseProjections = true,
        });

        private static FineTuneOptions FineTune(ViewAugmentationOptions views) => new()
        {
            Epochs = 1,
            MinimumSteps = 30_000,
            BatchSize = 256,
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 1e-2,
            Momentum = 0.9,
            Nesterov = true,
            WeightDecay = 1e-4,
            WarmupEpochs = 0,
            ProbeFirst = false,
            Augmentation = views,
        };

        /// <summary>Photographs of skin: SimCLR on 454,295 images, then MICLe on the patients with several; ResNet-50 (4x), 224 pixels and 448 for fine-tuning.</summary>
        public static TrainingRecipe Dermatology { get; } = new()
        {
            Name = "Azizi2021.Dermatology",
            Source = Paper,
            Notes = [.. _notes, "recollected: 150,000 steps of SimCLR, here 338 epochs of 454,295 images; 448 pixels; MICLe's batch of 512 and 100 epochs are the code's defaults, not the paper's numbers"],
            Departures =
            [
                .. _departures,
                "the authors' MICLe cannot be run as released (the option reaches only the evaluation): ours follows the paper's definition",
                "fine-tuning's views are ours where the paper gives no number: crops of 30% to 100%, jitter 0.4, rotation up to 45 degrees, blur in half of the views",
                "the paper has one condition out of 27 an image",
            ],
            Size = 448,
            Channels = 3,
            Encoder = new EncoderSpec { Architecture = EncoderArchitecture.ResNet50, WidthMultiplier = 4 },
            SimClr = LikeTheCode(new SimClrOptions
            {
                Epochs = 338,
                BatchSize = 1024,
                ViewSize = 224,
                Augmentation = SimClrViews,
            }),
            Micle = LikeTheCode(new MicleOptions
            {
                Epochs = 100,
                BatchSize = 512,
                ViewSize = 224,
                Augmentation = SimClrViews,
            }),
            FineTune = FineTune(SimClrViews with
            {
                MinimumCropArea = 0.3,
                MaximumRotationDegrees = 45,
                Brightness = 0.4,
                Contrast = 0.4,
                Saturation = 0.4,
                Hue = 0.1,
                GrayscaleProbability = 0,
            }),
            SearchLearningRates = _rates,
            SearchWeightDecays = _decays,
        };

        /// <summary>CheXpert's chest X-rays, 224 pixels: SimCLR without blur, ResNet-152 (2x), no MICLe.</summary>
        public static TrainingRecipe ChestXray { get; } = new()
        {
            Name = "Azizi2021.ChestXray",
            Source = Paper,
            Notes = [.. _notes, "a third party's summary: crop, jitter of 0.5, rotation up to 45 degrees, flip, no blur", "recollected: 100,000 steps of SimCLR, here 457 epochs of CheXpert's 224,316 images"],
            Departures =
            [
                .. _departures,
                "fine-tuning's views are ours where the paper gives no number: crops of 30% to 100%, jitter 0.4, rotation up to 15 degrees, blur in half of the views",
            ],
            Size = 224,
            Channels = 3,
            Encoder = new EncoderSpec { Architecture = EncoderArchitecture.ResNet152, WidthMultiplier = 2 },
            SimClr = LikeTheCode(new SimClrOptions
            {
                Epochs = 457,
                BatchSize = 1024,
                Augmentation = ChestViews,
            }),
            Micle = new() { Epochs = 0, WarmupEpochs = 0 },
            FineTune = FineTune(ChestViews with { MinimumCropArea = 0.3, MaximumRotationDegrees = 15, Brightness = 0.4, Contrast = 0.4, BlurProbability = 0.5 }),
            SearchLearningRates = _rates,
            SearchWeightDecays = _decays,
        };

        private static ViewAugmentationOptions ChestViews => new()
        {
            MinimumCropArea = 0.08,
            MaximumRotationDegrees = 45,
            Brightness = 0.5,
            Contrast = 0.5,
            JitterProbability = 0.8,
        };
    }
}
