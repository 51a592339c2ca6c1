using Amazon.Runtime;

namespace Amazon.EC2;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary>Values of EventCode; the service may answer with others.</summary>
public class EventCode : ConstantClass
{
    public static readonly EventCode InstanceReboot = new("instance-reboot");

    public static readonly EventCode SystemReboot = new("system-reboot");

    public static readonly EventCode SystemMaintenance = new("system-maintenance");

    public static readonly EventCode InstanceRetirement = new("instance-retirement");

    public static readonly EventCode InstanceStop = new("instance-stop");

    public EventCode(string value)
        : base(value)
    {
    }

    public static EventCode FindValue(string value) => FindValue<EventCode>(value);

    public static implicit operator EventCode(string value) => FindValue(value);
}
