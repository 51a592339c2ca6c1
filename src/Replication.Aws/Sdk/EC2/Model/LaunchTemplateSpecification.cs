namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateSpecification.html">LaunchTemplateSpecification</see> of the EC2 API.</summary>
public class LaunchTemplateSpecification : IQueryStructure
{
    public string? LaunchTemplateId { get; set; }

    public string? LaunchTemplateName { get; set; }

    public string? Version { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("LaunchTemplateId", LaunchTemplateId);
        writer.Add("LaunchTemplateName", LaunchTemplateName);
        writer.Add("Version", Version);
    }
}
