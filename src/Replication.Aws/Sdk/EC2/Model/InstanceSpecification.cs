namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceSpecification.html">InstanceSpecification</see> of the EC2 API.</summary>
public class InstanceSpecification : IQueryStructure
{
    public string? InstanceId { get; set; }

    public bool? ExcludeBootVolume { get; set; }

    public List<string>? ExcludeDataVolumeIds { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("InstanceId", InstanceId);
        writer.Add("ExcludeBootVolume", ExcludeBootVolume);
        writer.Add("ExcludeDataVolumeId", ExcludeDataVolumeIds);
    }
}
