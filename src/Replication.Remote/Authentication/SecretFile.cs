using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Replication.Core.Errors;

namespace Replication.Remote.Authentication;

/// <summary>Reads what proves this side from files that nobody else can read; neither content nor password ever reaches an error.</summary>
internal static class SecretFile
{
    /// <summary>Environment variable with the password of the client's certificate.</summary>
    public const string PasswordVariable = "REPLICATION_CLIENT_CERTIFICATE_PASSWORD";

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
        try
        {
            string? password = passwordFile is null ? Environment.GetEnvironmentVariable(PasswordVariable) : ReadPassword(passwordFile);
            X509Certificate2Collection all = Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12"
                ? X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password)
                : ReadPem(path, password);
            X509Certificate2 own = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw InvalidCertificate(path, "It has no private key.");
            all.Remove(own);
            all.Insert(0, own);
            return new CertificateAuthentication(all);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InvalidCertificate(path, error.Message);
        }
    }

    private static X509Certificate2Collection ReadPem(string path, string? password)
    {
        using X509Certificate2 own = string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path) : X509Certificate2.CreateFromEncryptedPemFile(path, password);
        var all = new X509Certificate2Collection();
        all.ImportFromPemFile(path);
        // TLS on Windows takes no ephemeral keys, which is what PEM files give.
        all[0] = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        return all;
    }

    private static string ReadPassword(string path)
    {
        RequirePrivate(path);
        return File.ReadAllText(path).TrimEnd('\r', '\n');
    }

    private static void RequirePrivate(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path)) return;
        if ((File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) == 0) return;
        throw new ReplicationException("SecretFileExposed", path, "Other users of this machine can read it.", "a file that its owner alone can read.", "chmod 600 it.");
    }

    private static ReplicationException InvalidKeys(string path, string found) =>
        new("AccessKeyFileInvalid", path, found, """{"keys": [{"accessKeyId": "...", "secretAccessKey": "..."}]}.""");

    private static ReplicationException InvalidCertificate(string path, string found) => new(
        "CertificateInvalid", path, found, "a PFX file, or a PEM file with certificate and private key.", $"The password, if there is one, goes into {PasswordVariable} or a file.");
}
