using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of SnapshotState; the service may answer with others.</summary>
public class SnapshotState : ConstantClass
{
    public static readonly SnapshotState Pending = new("pending");

    public static readonly SnapshotState Completed = new("completed");

    public static readonly SnapshotState Error = new("error");

    public static readonly SnapshotState Recoverable = new("recoverable");

    public static readonly SnapshotState Recovering = new("recovering");

    public SnapshotState(string value)
        : base(value)
    {
    }

    public static SnapshotState FindValue(string value) => FindValue<SnapshotState>(value);

    public static implicit operator SnapshotState(string value) => FindValue(value);
}
