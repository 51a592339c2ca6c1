using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.V1;

public class ManifestTests
{
    private static readonly byte[] Content = "a manifest"u8.ToArray();

    [Fact]
    public async Task A_manifest_is_made_read_replaced_and_deleted_by_its_version()
    {
        await using V1Server server = await V1Server.StartAsync();
        Answer made = await server.SendAsync("PUT", "/manifests/vm/one.json", Content, ("If-None-Match", "*"));
        Assert.Equal(201, made.Status);
        string tag = made.Headers["ETag"];
        Assert.Equal($"\"{Signer.Hex(SHA256.HashData(Content))}\"", tag);
        Answer read = await server.SendAsync("GET", "/manifests/vm/one.json");
        Assert.Equal((200, tag), (read.Status, read.Headers["ETag"]));
        Assert.Equal(Content, read.Body);
        Assert.Equal(304, (await server.SendAsync("GET", "/manifests/vm/one.json", null, ("If-None-Match", tag))).Status);

        (await server.SendAsync("PUT", "/manifests/vm/one.json", Content, ("If-None-Match", "*"))).Is(412, "ManifestConflict");
        (await server.SendAsync("PUT", "/manifests/vm/one.json", Content, ("If-Match", "\"00\""))).Is(412, "ManifestConflict");
        (await server.SendAsync("PUT", "/manifests/vm/one.json", Content)).Is(428, "PreconditionRequired");
        (await server.SendAsync("PUT", "/manifests/vm/one.json", Content, ("If-Match", "unquoted"))).Is(400, "InvalidParameter");
        Answer replaced = await server.SendAsync("PUT", "/manifests/vm/one.json", "new"u8.ToArray(), ("If-Match", tag));
        Assert.Equal(204, replaced.Status);

        (await server.SendAsync("DELETE", "/manifests/vm/one.json")).Is(428, "PreconditionRequired");
        (await server.SendAsync("DELETE", "/manifests/vm/one.json", null, ("If-Match", tag))).Is(412, "ManifestConflict");
        Assert.Equal(204, (await server.SendAsync("DELETE", "/manifests/vm/one.json", null, ("If-Match", replaced.Headers["ETag"]))).Status);
        (await server.SendAsync("GET", "/manifests/vm/one.json")).Is(404, "ManifestNotFound");
    }

    [Fact]
    public async Task Names_are_listed_in_ordinal_order_by_prefix_and_in_pages()
    {
        await using V1Server server = await V1Server.StartAsync();
        for (int i = 0; i < 1003; i++) await server.Test.Store.WriteAsync($"vm/{i:d4}", Content, null);
        await server.Test.Store.WriteAsync("other", Content, null);
        JsonElement first = (await server.SendAsync("GET", "/manifests?prefix=vm%2F")).Json;
        Assert.Equal(1000, first.GetProperty("names").GetArrayLength());
        Assert.Equal("vm/0999", first.GetProperty("next").GetString());
        JsonElement second = (await server.SendAsync("GET", "/manifests?after=vm%2F0999&prefix=vm%2F")).Json;
        Assert.Equal(["vm/1000", "vm/1001", "vm/1002"], second.GetProperty("names").EnumerateArray().Select(name => name.GetString()));
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("/manifests/a%20b", 400)]
    [InlineData("/manifests/", 400)]
    [InlineData("/manifests/a//b", 400)]
    [InlineData("/manifests/..%2f..%2fstore.json", 400)]
    [InlineData("/manifests/%2e%2e/%2e%2e/store.json", 404)]
    public async Task INV_10_what_is_no_name_reaches_no_file(string path, int status)
    {
        await using V1Server server = await V1Server.StartAsync();
        Answer answer = await server.SendAsync("PUT", path, Content, ("If-None-Match", "*"));
        Assert.Equal(status, answer.Status);
        Assert.Empty(await Conformance.StoreAssertions.ToListAsync(server.Test.Store.Manifests.ListAsync()));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_manifest_is_stored_as_it_was_before(string encoding)
    {
        await using V1Server server = await V1Server.StartAsync();
        Assert.Equal(201, (await server.SendAsync("PUT", "/manifests/m", Encode(Content, encoding), ("If-None-Match", "*"), ("Content-Encoding", encoding))).Status);
        Assert.Equal(Content, (await server.Test.Store.ReadAsync("m"))!.Content.ToArray());
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_body_that_grows_beyond_the_limit_is_refused(string encoding)
    {
        await using V1Server server = await V1Server.StartAsync();
        byte[] bomb = Encode(new byte[64 << 20], encoding);
        Assert.InRange(bomb.Length, 1, 1 << 20);
        (await server.SendAsync("PUT", "/manifests/m", bomb, ("If-None-Match", "*"), ("Content-Encoding", encoding))).Is(413, "RequestEntityTooLargeException");
    }

    [Fact]
    public async Task A_body_that_is_not_what_it_says_is_refused()
    {
        await using V1Server server = await V1Server.StartAsync();
        (await server.SendAsync("PUT", "/manifests/m", Content, ("If-None-Match", "*"), ("Content-Encoding", "br"))).Is(400, "BodyMalformed");
        (await server.SendAsync("PUT", "/manifests/m", Content, ("If-None-Match", "*"), ("Content-Encoding", "deflate"))).Is(400, "BodyMalformed");
        (await server.SendAsync("PUT", "/manifests/m", Content, ("If-None-Match", "*"), ("Content-Encoding", "zstd"))).Is(415, "EncodingNotSupported");
    }

    [Fact]
    public async Task A_condition_that_is_not_signed_is_refused()
    {
        await using V1Server server = await V1Server.StartAsync();
        HttpRequestMessage request = server.Test.Request(HttpMethod.Put, "/replication/v1/manifests/m", Content, ("If-None-Match", "*"));
        (await server.Test.SendAsync(request, server.Test.Signer("replication"))).Is(403, "InvalidSignatureException");
    }

    private static byte[] Encode(byte[] content, string encoding)
    {
        using var encoded = new MemoryStream();
        using (Stream encoder = encoding == "br" ? new BrotliStream(encoded, CompressionLevel.Optimal, leaveOpen: true) : new ZLibStream(encoded, CompressionLevel.Optimal, leaveOpen: true))
            encoder.Write(content);
        return encoded.ToArray();
    }
}
