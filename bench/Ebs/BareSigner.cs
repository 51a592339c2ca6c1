using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Replication.Bench.Ebs;

/// <summary>The least of Signature Version 4 that the server accepts for one PUT of a block, with the day's key made once.</summary>
internal sealed class BareSigner
{
    private const string SignedHeaders = "host;x-amz-checksum;x-amz-checksum-algorithm;x-amz-content-sha256;x-amz-data-length;x-amz-date";

    private readonly string _host;
    private readonly string _date = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
    private readonly byte[] _key = Encoding.ASCII.GetBytes("AWS4" + EbsServerChild.Secret);

    public BareSigner(string host)
    {
        _host = host;
        foreach (string part in Scope.Split('/')) _key = HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(part));
    }

    private string Scope => $"{_date[..8]}/{EbsServerChild.Region}/ebs/aws4_request";

    public HttpRequestMessage Put(Uri url, ReadOnlyMemory<byte> data, string checksum)
    {
        string canonical = $"PUT\n{url.AbsolutePath}\n\nhost:{_host}\nx-amz-checksum:{checksum}\nx-amz-checksum-algorithm:SHA256\n"
            + $"x-amz-content-sha256:UNSIGNED-PAYLOAD\nx-amz-data-length:{data.Length}\nx-amz-date:{_date}\n\n{SignedHeaders}\nUNSIGNED-PAYLOAD";
        string text = $"AWS4-HMAC-SHA256\n{_date}\n{Scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)))}";
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(text)));
        var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ReadOnlyMemoryContent(data) };
        request.Headers.TryAddWithoutValidation("x-amz-Checksum", checksum);
        request.Headers.TryAddWithoutValidation("x-amz-Checksum-Algorithm", "SHA256");
        request.Headers.TryAddWithoutValidation("x-amz-Content-SHA256", "UNSIGNED-PAYLOAD");
        request.Headers.TryAddWithoutValidation("x-amz-Data-Length", data.Length.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("x-amz-Date", _date);
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={EbsServerChild.KeyId}/{Scope}, SignedHeaders={SignedHeaders}, Signature={signature}");
        return request;
    }
}
