namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_BlockDeviceMapping.html">BlockDeviceMapping</see> of the EC2 API.</summary>
public class BlockDeviceMapping : IQueryStructure
{
    public EbsBlockDevice? Ebs { get; set; }

    public string? NoDevice { get; set; }

    public string? DeviceName { get; set; }

    public string? VirtualName { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Ebs", Ebs);
        writer.Add("NoDevice", NoDevice);
        writer.Add("DeviceName", DeviceName);
        writer.Add("VirtualName", VirtualName);
    }

    internal static BlockDeviceMapping Read(ResponseElement xml) => new()
    {
        Ebs = xml.Structure("ebs", EbsBlockDevice.Read),
        NoDevice = xml.Text("noDevice"),
        DeviceName = xml.Text("deviceName"),
        VirtualName = xml.Text("virtualName"),
    };
}
