using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of SnapshotReturnCodes; the service may answer with others.</summary>
public class SnapshotReturnCodes : ConstantClass
{
    public static readonly SnapshotReturnCodes Success = new("success");

    public static readonly SnapshotReturnCodes Skipped = new("skipped");

    public static readonly SnapshotReturnCodes MissingPermissions = new("missing-permissions");

    public static readonly SnapshotReturnCodes InternalError = new("internal-error");

    public static readonly SnapshotReturnCodes ClientError = new("client-error");

    public SnapshotReturnCodes(string value)
        : base(value)
    {
    }

    public static SnapshotReturnCodes FindValue(string value) => FindValue<SnapshotReturnCodes>(value);

    public static implicit operator SnapshotReturnCodes(string value) => FindValue(value);
}
