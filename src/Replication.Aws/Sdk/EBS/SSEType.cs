using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>How a snapshot is encrypted at rest.</summary>
public class SSEType : ConstantClass
{
    public static readonly SSEType None = new("none");
    public static readonly SSEType SseEbs = new("sse-ebs");
    public static readonly SSEType SseKms = new("sse-kms");

    public SSEType(string value)
        : base(value)
    {
    }

    public static implicit operator SSEType(string value) => FindValue(value);

    public static SSEType FindValue(string value) => FindValue<SSEType>(value);
}
