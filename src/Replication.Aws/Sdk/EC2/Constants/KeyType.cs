using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of KeyType; the service may answer with others.</summary>
public class KeyType : ConstantClass
{
    public static readonly KeyType Rsa = new("rsa");

    public static readonly KeyType Ed25519 = new("ed25519");

    public KeyType(string value)
        : base(value)
    {
    }

    public static KeyType FindValue(string value) => FindValue<KeyType>(value);

    public static implicit operator KeyType(string value) => FindValue(value);
}
