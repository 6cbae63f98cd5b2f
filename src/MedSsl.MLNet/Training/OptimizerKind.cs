namespace MedSsl.MLNet;

/// <summary>How the weights follow the gradients.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent with momentum; learning rates about 0.01 to 0.1.</summary>
    Sgd,

    /// <summary>Adam: Kingma and Ba (2014), arXiv 1412.6980, with weight decay added to the gradient; learning rates about 1e-4 to 1e-3.</summary>
    Adam,

    /// <summary>AdamW: Loshchilov and Hutter (2017), arXiv 1711.05101, with decoupled weight decay; learning rates about 1e-4 to 1e-3.</summary>
    AdamW,

    /// <summary>
    /// LARS: You et al. (2017), arXiv 1708.03888, SimCLR's choice for batches of 512 and more; learning rates about 0.3 × batch / 256.
    /// </summary>
    Lars,
}
