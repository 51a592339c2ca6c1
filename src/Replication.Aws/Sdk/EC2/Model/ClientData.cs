namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ClientData.html">ClientData</see> of the EC2 API.</summary>
public class ClientData : IQueryStructure
{
    public string? Comment { get; set; }

    public DateTime? UploadEnd { get; set; }

    public double? UploadSize { get; set; }

    public DateTime? UploadStart { get; set; }

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Comment", Comment);
        writer.Add("UploadEnd", UploadEnd);
        writer.Add("UploadSize", UploadSize);
        writer.Add("UploadStart", UploadStart);
    }
}
