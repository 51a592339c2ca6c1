using Replication.Agent.Server.Authentication;
using Replication.Core.Errors;

namespace Replication.Agent.Monitoring.Alerts;

/// <summary>A secret in a file of its own: read when it is needed, never kept, never told.</summary>
internal static class SecretFile
{
    /// <summary>Bytes. Keys and passwords are shorter; what is longer is another file.</summary>
    private const int MaximumLength = 64 << 10;

    /// <exception cref="ReplicationException">AlertSecretInvalid</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (AccessKeyFile.IsExposed(path)) throw Invalid(path, "Others may read it.", "a file of mode 600.");
            if (new FileInfo(path).Length > MaximumLength) throw Invalid(path, "It is too long for a secret.", $"at most {MaximumLength} bytes.");
            byte[] content = await File.ReadAllBytesAsync(path, cancellationToken);
            // Editors end the last line; that end is nobody's secret.
            byte[] secret = content.AsSpan().TrimEnd("\r\n"u8).ToArray();
            return secret.Length > 0 ? secret : throw Invalid(path, "It is empty.", "the secret and nothing else.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, error.Message, "a file that the agent's user can read.");
        }
    }

    private static ReplicationException Invalid(string path, string found, string needed) => new("AlertSecretInvalid", path, found, needed);
}
