using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of SSEType; the service may answer with others.</summary>
public class SSEType : ConstantClass
{
    public static readonly SSEType SseEbs = new("sse-ebs");

    public static readonly SSEType SseKms = new("sse-kms");

    public static readonly SSEType None = new("none");

    public SSEType(string value)
        : base(value)
    {
    }

    public static SSEType FindValue(string value) => FindValue<SSEType>(value);

    public static implicit operator SSEType(string value) => FindValue(value);
}
