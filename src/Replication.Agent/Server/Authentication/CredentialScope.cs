namespace Replication.Agent.Server.Authentication;

/// <summary>What a signature is good for: one day, one region, one service.</summary>
/// <param name="AccessKeyId">Who signs.</param>
/// <param name="Date">yyyyMMdd.</param>
/// <param name="Region">As the client named it.</param>
/// <param name="Service">"ebs", "ec2", "s3", "replication".</param>
internal sealed record CredentialScope(string AccessKeyId, string Date, string Region, string Service)
{
    private const string Terminator = "aws4_request";

    /// <summary>The scope without the key, as the string to sign has it.</summary>
    public string Text => $"{Date}/{Region}/{Service}/{Terminator}";

    /// <summary>Null when the text is not key/date/region/service/aws4_request.</summary>
    public static CredentialScope? TryParse(string credential)
    {
        string[] parts = credential.Split('/');
        return parts.Length == 5 && parts[4] == Terminator && parts.All(part => part.Length > 0) ? new CredentialScope(parts[0], parts[1], parts[2], parts[3]) : null;
    }
}
