namespace Microsoft.ML;

/// <summary>Names a class that a loaded model finds by contract name.</summary>
public abstract class ExtensionBaseAttribute : Attribute
{
    private protected ExtensionBaseAttribute(string contractName)
    {
        Check.NonEmpty(contractName, nameof(contractName));
        ContractName = contractName;
    }

    public string ContractName { get; }
}
