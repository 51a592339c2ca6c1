using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Replicas.Certificates;

namespace Replication.Remote.Authentication;

/// <summary>Reads what proves this side from files that nobody else can read; neither content nor password ever reaches an error.</summary>
internal static class SecretFile
{
    /// <summary>Environment variable with the password of the client's certificate.</summary>
    private const string PasswordVariable = "REPLICATION_CLIENT_CERTIFICATE_PASSWORD";

    /// <summary>The first key of a file as <c>serve --keys</c> has it.</summary>
    /// <exception cref="ReplicationException">AccessKeyFileInvalid, SecretFileExposed.</exception>
    public static IRequestAuthentication ReadKey(string path, string region)
    {
        RequirePrivate(path);
        try
        {
            KeyDocument? key = JsonSerializer.Deserialize(File.ReadAllBytes(path), RemoteJson.Default.KeyFileDocument)?.Keys?.FirstOrDefault();
            return key is { AccessKeyId.Length: > 0, SecretAccessKey.Length: > 0 }
                ? new SignatureAuthentication(key.AccessKeyId, key.SecretAccessKey, key.SessionToken, region)
                : throw InvalidKeys(path, "It holds no key.");
        }
        catch (JsonException error)
        {
            // The message of the parser may quote the text, and with it a secret.
            throw InvalidKeys(path, $"It is not valid JSON in line {error.LineNumber + 1}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw InvalidKeys(path, error.Message);
        }
    }

    /// <summary>A PFX file, or PEM with the key in the same file; further certificates in it lead to the authority.</summary>
    /// <exception cref="ReplicationException">CertificateInvalid, SecretFileExposed.</exception>
    public static IRequestAuthentication ReadCertificate(string path, string? passwordFile)
    {
        RequirePrivate(path);
        string? password = passwordFile is null ? Environment.GetEnvironmentVariable(PasswordVariable) : ReadPassword(passwordFile);
        return new CertificateAuthentication(OwnCertificate.Load(path, password: password));
    }

    private static string ReadPassword(string path)
    {
        RequirePrivate(path);
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ReplicationException("CertificateInvalid", path, error.Message, "a file with the password of the certificate.");
        }
    }

    private static void RequirePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return;
        if ((File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) == 0) return;
        throw new ReplicationException("SecretFileExposed", path, "Other users of this machine can read it.", "a file that its owner alone can read.", "chmod 600 it.");
    }

    private static ReplicationException InvalidKeys(string path, string found) =>
        new("AccessKeyFileInvalid", path, found, """{"keys": [{"accessKeyId": "...", "secretAccessKey": "..."}]}.""");
}
