namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsInstanceBlockDeviceSpecification.html">EbsInstanceBlockDeviceSpecification</see> of the EC2 API.</summary>
public class EbsInstanceBlockDeviceSpecification : IQueryStructure
{
    public string? VolumeId { get; set; }

    public bool? DeleteOnTermination { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("VolumeId", VolumeId);
        writer.Add("DeleteOnTermination", DeleteOnTermination);
    }
}
