namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IamInstanceProfile.html">IamInstanceProfile</see> of the EC2 API.</summary>
public class IamInstanceProfile
{
    public string? Arn { get; set; }

    public string? Id { get; set; }

    internal static IamInstanceProfile Read(ResponseElement xml) => new()
    {
        Arn = xml.Text("arn"),
        Id = xml.Text("id"),
    };
}
