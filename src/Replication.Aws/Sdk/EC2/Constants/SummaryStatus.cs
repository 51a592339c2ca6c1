using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of SummaryStatus; the service may answer with others.</summary>
public class SummaryStatus : ConstantClass
{
    public static readonly SummaryStatus Ok = new("ok");

    public static readonly SummaryStatus Impaired = new("impaired");

    public static readonly SummaryStatus InsufficientData = new("insufficient-data");

    public static readonly SummaryStatus NotApplicable = new("not-applicable");

    public static readonly SummaryStatus Initializing = new("initializing");

    public SummaryStatus(string value)
        : base(value)
    {
    }

    public static SummaryStatus FindValue(string value) => FindValue<SummaryStatus>(value);

    public static implicit operator SummaryStatus(string value) => FindValue(value);
}
