using System.Globalization;
using System.Text;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Authentication;

/// <summary>aws-chunked bodies, as S3 clients send them.</summary>
public class StreamedPayloadTests
{
    private const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string SignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private const string UnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private static readonly byte[][] Chunks = [Encoding.ASCII.GetBytes(new string('a', 9000)), "second"u8.ToArray()];

    private static readonly byte[] Whole = [.. Chunks[0], .. Chunks[1]];

    [Fact]
    public async Task Signed_chunks_are_decoded()
    {
        Answer answer = await SendAsync(Signed, signed => Body(signed, trailers: null));
        Assert.Equal((200, Encoding.ASCII.GetString(Whole)), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Signed_chunks_with_a_signed_trailer_are_decoded_and_the_trailer_is_handed_on()
    {
        Answer answer = await SendAsync(SignedTrailer, signed => Body(signed, "x-amz-checksum-crc32c:wdBDMA=="));
        Assert.Equal((200, Encoding.ASCII.GetString(Whole)), (answer.Status, answer.Text));
        Assert.Equal("x-amz-checksum-crc32c=wdBDMA==", answer.Headers["x-trailers"]);
    }

    [Fact]
    public async Task Unsigned_chunks_with_a_trailer_are_decoded()
    {
        Answer answer = await SendAsync(UnsignedTrailer, _ => Unsigned("x-amz-checksum-crc32:AAAAAA=="));
        Assert.Equal((200, Encoding.ASCII.GetString(Whole)), (answer.Status, answer.Text));
        Assert.Equal("x-amz-checksum-crc32=AAAAAA==", answer.Headers["x-trailers"]);
    }

    [Theory]
    [InlineData("second", "sec0nd", 403)]
    [InlineData("2328;", "2327;", 400)]
    [InlineData("0;chunk-signature=", "0;chunk-signature=0", 403)]
    [InlineData(";chunk-signature=", ";chunk-sig=", 400)]
    [InlineData("\r\n", "\n", 400)]
    public async Task Anything_changed_in_a_signed_body_is_refused(string what, string into, int status)
    {
        Answer answer = await SendAsync(Signed, signed => Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Body(signed, null)).Replace(what, into, StringComparison.Ordinal)));
        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_changed_trailer_is_refused()
    {
        Answer answer = await SendAsync(
            SignedTrailer,
            signed => Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Body(signed, "x-amz-checksum-crc32c:wdBDMA==")).Replace("wdBDMA", "wdBDMB", StringComparison.Ordinal)));
        Assert.Equal(403, answer.Status);
    }

    [Theory]
    [InlineData("0\r\n")]
    [InlineData("ffffffffffffffff\r\nabc\r\n0\r\n\r\n")]
    [InlineData("3\r\nab")]
    [InlineData("zz\r\nab\r\n0\r\n\r\n")]
    [InlineData("")]
    public async Task Broken_framing_is_refused(string body)
    {
        Answer answer = await SendAsync(UnsignedTrailer, _ => Encoding.ASCII.GetBytes(body));
        Assert.Equal(400, answer.Status);
        Assert.Contains("InvalidArgument", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_length_than_announced_is_refused()
    {
        Answer answer = await SendAsync(UnsignedTrailer, _ => Unsigned(null), decodedLength: Whole.Length + 1);
        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD")]
    [InlineData("nonsense")]
    public async Task Another_kind_of_payload_is_refused(string kind)
    {
        Answer answer = await SendAsync(kind, _ => Whole);
        Assert.Equal(400, answer.Status);
    }

    private static async Task<Answer> SendAsync(string kind, Func<SignedRequest, byte[]> body, int? decodedLength = null)
    {
        await using TestServer server = await TestServer.StartEchoAsync();
        HttpRequestMessage request = server.Request(
            HttpMethod.Put, "/bucket/key", null, ("x-amz-decoded-content-length", (decodedLength ?? Whole.Length).ToString(CultureInfo.InvariantCulture)));
        SignedRequest signed = await server.Signer("s3").SignAsync(request, kind);
        request.Content = new ByteArrayContent(body(signed));
        return await server.SendSignedAsync(request);
    }

    private static byte[] Body(SignedRequest signed, string? trailers)
    {
        using var body = new MemoryStream();
        string previous = signed.Signature;
        foreach (byte[] chunk in (byte[][])[.. Chunks, []])
        {
            previous = signed.SignChunk(previous, chunk);
            body.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x};chunk-signature={previous}\r\n"));
            body.Write(chunk);
            if (chunk.Length > 0) body.Write("\r\n"u8);
        }

        if (trailers is not null)
            body.Write(Encoding.ASCII.GetBytes($"{trailers}\r\nx-amz-trailer-signature:{signed.SignTrailer(previous, trailers + "\n")}\r\n"));
        body.Write("\r\n"u8);
        return body.ToArray();
    }

    private static byte[] Unsigned(string? trailers)
    {
        using var body = new MemoryStream();
        foreach (byte[] chunk in Chunks)
        {
            body.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            body.Write(chunk);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.ASCII.GetBytes($"0\r\n{(trailers is null ? "" : trailers + "\r\n")}\r\n"));
        return body.ToArray();
    }
}
