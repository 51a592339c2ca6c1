namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PrivateIpAddressSpecification.html">PrivateIpAddressSpecification</see> of the EC2 API.</summary>
public class PrivateIpAddressSpecification : IQueryStructure
{
    public bool? Primary { get; set; }

    public string? PrivateIpAddress { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Primary", Primary);
        writer.Add("PrivateIpAddress", PrivateIpAddress);
    }
}
