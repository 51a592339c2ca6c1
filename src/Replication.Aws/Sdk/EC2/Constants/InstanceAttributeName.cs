using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of InstanceAttributeName; the service may answer with others.</summary>
public class InstanceAttributeName : ConstantClass
{
    public static readonly InstanceAttributeName InstanceType = new("instanceType");

    public static readonly InstanceAttributeName Kernel = new("kernel");

    public static readonly InstanceAttributeName Ramdisk = new("ramdisk");

    public static readonly InstanceAttributeName UserData = new("userData");

    public static readonly InstanceAttributeName DisableApiTermination = new("disableApiTermination");

    public static readonly InstanceAttributeName InstanceInitiatedShutdownBehavior = new("instanceInitiatedShutdownBehavior");

    public static readonly InstanceAttributeName RootDeviceName = new("rootDeviceName");

    public static readonly InstanceAttributeName BlockDeviceMapping = new("blockDeviceMapping");

    public static readonly InstanceAttributeName ProductCodes = new("productCodes");

    public static readonly InstanceAttributeName SourceDestCheck = new("sourceDestCheck");

    public static readonly InstanceAttributeName GroupSet = new("groupSet");

    public static readonly InstanceAttributeName EbsOptimized = new("ebsOptimized");

    public static readonly InstanceAttributeName SriovNetSupport = new("sriovNetSupport");

    public static readonly InstanceAttributeName EnaSupport = new("enaSupport");

    public static readonly InstanceAttributeName EnclaveOptions = new("enclaveOptions");

    public static readonly InstanceAttributeName DisableApiStop = new("disableApiStop");

    public InstanceAttributeName(string value)
        : base(value)
    {
    }

    public static InstanceAttributeName FindValue(string value) => FindValue<InstanceAttributeName>(value);

    public static implicit operator InstanceAttributeName(string value) => FindValue(value);
}
