namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceBlockDeviceMappingSpecification.html">InstanceBlockDeviceMappingSpecification</see> of the EC2 API.</summary>
public class InstanceBlockDeviceMappingSpecification : IQueryStructure
{
    public string? DeviceName { get; set; }

    public EbsInstanceBlockDeviceSpecification? Ebs { get; set; }

    public string? VirtualName { get; set; }

    public string? NoDevice { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("DeviceName", DeviceName);
        writer.Add("Ebs", Ebs);
        writer.Add("VirtualName", VirtualName);
        writer.Add("NoDevice", NoDevice);
    }
}
