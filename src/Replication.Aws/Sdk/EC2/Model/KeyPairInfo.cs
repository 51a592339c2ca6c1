namespace Amazon.EC2.Model;

// Written by Generator/generate.py; a change belongs in Generator/selection.toml.
/// <summary><see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_KeyPairInfo.html">KeyPairInfo</see> of the EC2 API.</summary>
public class KeyPairInfo
{
    public string? KeyPairId { get; set; }

    public KeyType? KeyType { get; set; }

    public List<Tag>? Tags { get; set; }

    public string? PublicKey { get; set; }

    public DateTime? CreateTime { get; set; }

    public string? KeyName { get; set; }

    public string? KeyFingerprint { get; set; }

    internal static KeyPairInfo Read(ResponseElement xml) => new()
    {
        KeyPairId = xml.Text("keyPairId"),
        KeyType = xml.Constant("keyType", KeyType.FindValue),
        Tags = xml.List("tagSet", Tag.Read),
        PublicKey = xml.Text("publicKey"),
        CreateTime = xml.Time("createTime"),
        KeyName = xml.Text("keyName"),
        KeyFingerprint = xml.Text("keyFingerprint"),
    };
}
