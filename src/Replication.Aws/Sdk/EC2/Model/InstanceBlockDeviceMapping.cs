namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceBlockDeviceMapping.html">InstanceBlockDeviceMapping</see> of the EC2 API.</summary>
public class InstanceBlockDeviceMapping
{
    public string? DeviceName { get; set; }

    public EbsInstanceBlockDevice? Ebs { get; set; }

    internal static InstanceBlockDeviceMapping Read(ResponseElement xml) => new()
    {
        DeviceName = xml.Text("deviceName"),
        Ebs = xml.Structure("ebs", EbsInstanceBlockDevice.Read),
    };
}
