namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcCidrBlockAssociation.html">VpcCidrBlockAssociation</see> of the EC2 API.</summary>
public class VpcCidrBlockAssociation
{
    public string? AssociationId { get; set; }

    public string? CidrBlock { get; set; }

    public VpcCidrBlockState? CidrBlockState { get; set; }

    internal static VpcCidrBlockAssociation Read(ResponseElement xml) => new()
    {
        AssociationId = xml.Text("associationId"),
        CidrBlock = xml.Text("cidrBlock"),
        CidrBlockState = xml.Structure("cidrBlockState", VpcCidrBlockState.Read),
    };
}
