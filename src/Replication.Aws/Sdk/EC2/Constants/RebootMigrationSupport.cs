using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of RebootMigrationSupport; the service may answer with others.</summary>
public class RebootMigrationSupport : ConstantClass
{
    public static readonly RebootMigrationSupport Unsupported = new("unsupported");

    public static readonly RebootMigrationSupport Supported = new("supported");

    public RebootMigrationSupport(string value)
        : base(value)
    {
    }

    public static RebootMigrationSupport FindValue(string value) => FindValue<RebootMigrationSupport>(value);

    public static implicit operator RebootMigrationSupport(string value) => FindValue(value);
}
