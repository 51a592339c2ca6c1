using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>State of a snapshot.</summary>
public class Status : ConstantClass
{
    public static readonly Status Completed = new("completed");
    public static readonly Status Pending = new("pending");
    public static readonly Status Error = new("error");

    public Status(string value)
        : base(value)
    {
    }

    public static implicit operator Status(string value) => FindValue(value);

    public static Status FindValue(string value) => FindValue<Status>(value);
}
