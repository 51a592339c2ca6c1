using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Replication.Conformance;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Clients;

/// <summary>Clients that other people wrote.</summary>
public sealed class IndependentClientTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-clients-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task INV_01_boto3_uploads_lists_compares_and_downloads_bit_for_bit()
    {
        await ClientTool.SkipWithoutBotoAsync();
        await using EbsServer server = await StartAsync();
        string script = Path.Combine(AppContext.BaseDirectory, "Clients", "boto_session.py");
        var (exitCode, output, errors) = await ClientTool.RunAsync("python3", [script, server.Test.Address.ToString()]);
        Assert.True(exitCode == 0, errors);
        Assert.Equal("bit exact", output.Trim());
    }

    [Fact]
    public async Task INV_01_the_aws_command_line_uploads_and_downloads_bit_for_bit()
    {
        await ClientTool.SkipWithoutAwsAsync();
        await using EbsServer server = await StartAsync();
        JsonElement started = await AwsAsync(server, "start-snapshot", "--volume-size", "1", "--description", "by the command line");
        string id = started.GetProperty("SnapshotId").GetString()!;
        byte[] block = BlockPattern.Full(1);
        string file = Path.Combine(_folder, "block");
        await File.WriteAllBytesAsync(file, block);
        await AwsAsync(server, [.. Put(id, file, block)]);
        await AwsAsync(server, "complete-snapshot", "--snapshot-id", id, "--changed-blocks-count", "1");

        JsonElement listed = await AwsAsync(server, "list-snapshot-blocks", "--snapshot-id", id);
        JsonElement listedBlock = Assert.Single(listed.GetProperty("Blocks").EnumerateArray());
        string target = Path.Combine(_folder, "downloaded");
        await AwsAsync(
            server, "get-snapshot-block", "--snapshot-id", id, "--block-index", "11", "--block-token", listedBlock.GetProperty("BlockToken").GetString()!, target);
        Assert.Equal(block, await File.ReadAllBytesAsync(target));
    }

    [Fact]
    public async Task INV_12_the_aws_command_line_is_told_of_a_wrong_checksum_by_its_name()
    {
        await ClientTool.SkipWithoutAwsAsync();
        await using EbsServer server = await StartAsync();
        string id = (await server.Test.Store.StartAsync(new StartSnapshotRequest { Length = 1L << 30 })).Id;
        string file = Path.Combine(_folder, "block");
        await File.WriteAllBytesAsync(file, BlockPattern.Full(1));
        var (exitCode, _, errors) = await RunAwsAsync(server, Put(id, file, BlockPattern.Full(2)));
        Assert.NotEqual(0, exitCode);
        Assert.Contains("ValidationException", errors, StringComparison.Ordinal);
        Assert.Empty(await StoreAssertions.ToListAsync(server.Test.Store.ListPendingBlocksAsync(id)));
    }

    [Fact]
    public async Task The_aws_command_line_connects_over_tls_with_a_ca_bundle_and_not_without()
    {
        await ClientTool.SkipWithoutAwsAsync();
        using X509Certificate2 certificate = TestCertificate.Create();
        await using EbsServer server = await StartAsync(options => options with { Listen = [new Uri("https://127.0.0.1:0")], Certificate = certificate });
        string bundle = Path.Combine(_folder, "ca.pem");
        await File.WriteAllTextAsync(bundle, certificate.ExportCertificatePem());
        var (exitCode, _, errors) = await RunAwsAsync(server, ["start-snapshot", "--volume-size", "1", "--ca-bundle", bundle]);
        Assert.True(exitCode == 0, errors);
        var (withoutBundle, _, refusal) = await RunAwsAsync(server, ["start-snapshot", "--volume-size", "1"]);
        Assert.NotEqual(0, withoutBundle);
        Assert.Contains("SSL", refusal, StringComparison.Ordinal);
    }

    /// <summary>These clients sign with the machine's clock, so the server must check with it.</summary>
    private static Task<EbsServer> StartAsync(Func<Agent.Server.Hosting.ServerOptions, Agent.Server.Hosting.ServerOptions>? change = null) =>
        EbsServer.StartAsync(null, options => (change?.Invoke(options) ?? options) with { TimeProvider = TimeProvider.System });

    private static string[] Put(string id, string file, byte[] announced) =>
    [
        "put-snapshot-block", "--snapshot-id", id, "--block-index", "11", "--data-length", "524288", "--block-data", file,
        "--checksum", Convert.ToBase64String(SHA256.HashData(announced)), "--checksum-algorithm", "SHA256",
    ];

    private static Task<(int ExitCode, string Output, string Errors)> RunAwsAsync(EbsServer server, string[] arguments) =>
        ClientTool.RunAsync("aws", ["--endpoint-url", server.Test.Address.ToString(), "--output", "json", "ebs", .. arguments]);

    private static async Task<JsonElement> AwsAsync(EbsServer server, params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAwsAsync(server, arguments);
        Assert.True(exitCode == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
