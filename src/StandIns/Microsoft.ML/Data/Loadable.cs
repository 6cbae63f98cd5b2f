using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableModel(TransformerChain.LoaderSignature, typeof(TransformerChain))]
