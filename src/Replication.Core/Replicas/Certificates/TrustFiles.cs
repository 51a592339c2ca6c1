using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Replication.Core.Errors;

namespace Replication.Core.Replicas.Certificates;

/// <summary>Reads certificates and revocation lists, PEM (RFC 7468) or DER.</summary>
internal static class TrustFiles
{
    /// <summary>Lists of public authorities have some megabytes; more is a mistake that would be read into memory.</summary>
    private const long LongestFile = 64L << 20;

    private const string CertificateLabel = "CERTIFICATE";
    private const string ListLabel = "X509 CRL";

    public static IReadOnlyList<X509Certificate2> ReadCertificates(string path) => Read(path, CertificateLabel, X509CertificateLoader.LoadCertificate);

    public static IReadOnlyList<RevocationList> ReadLists(string path) => Read(path, ListLabel, RevocationList.Parse);

    private static IReadOnlyList<T> Read<T>(string path, string label, Func<byte[], T> parse)
    {
        try
        {
            if (new FileInfo(path).Length > LongestFile) throw Invalid(path, $"It is longer than {LongestFile} bytes.", label, null);
            byte[] content = File.ReadAllBytes(path);
            // DER begins with the tag of a sequence, which no text does.
            IReadOnlyList<T> found = content is [0x30, ..] ? [parse(content)] : [.. Blocks(Encoding.UTF8.GetString(content), label).Select(parse)];
            return found.Count > 0 ? found : throw Invalid(path, $"It has no block '{label}'.", label, null);
        }
        catch (Exception error) when (error is CryptographicException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, error.Message, label, error);
        }
    }

    private static List<byte[]> Blocks(string text, string label)
    {
        var blocks = new List<byte[]>();
        int position = 0;
        while (PemEncoding.TryFind(text.AsSpan(position), out PemFields fields))
        {
            ReadOnlySpan<char> rest = text.AsSpan(position);
            if (rest[fields.Label].SequenceEqual(label)) blocks.Add(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            position += fields.Location.End.GetOffset(rest.Length);
        }

        return blocks;
    }

    private static ReplicationException Invalid(string path, string found, string label, Exception? inner) =>
        new(CertificateErrorIds.TrustFileInvalid, path, found, $"a file with blocks '{label}' (PEM), or one in DER.", inner: inner);
}
