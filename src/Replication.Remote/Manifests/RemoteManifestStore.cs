using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Manifests;
using Replication.Remote.Calls;

namespace Replication.Remote.Manifests;

/// <summary>Manifests behind a server. Compare-and-set is done there; a repeated call finds out whether the lost answer was a success.</summary>
internal sealed class RemoteManifestStore(RemoteConnection connection) : IManifestStore
{
    private const int LongestPage = 4 << 20;

    public async Task<ManifestDocument?> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        ManifestRules.CheckName(name);
        var call = new RemoteCall(HttpMethod.Get, Path(name), Target(name)) { AlsoExpected = [404] };
        return await connection.RunAsync<ManifestDocument?>(
            call,
            async answer =>
            {
                if (answer.Status == 404)
                {
                    string? code = answer.Header("x-amzn-ErrorType");
                    return code == "ManifestNotFound" ? null : throw RemoteErrors.Refused(call, answer.Status, code, null);
                }

                byte[] content = await answer.ReadAllAsync(ManifestRules.MaximumLength);
                string version = VersionOf(content);
                return version == VersionOf(answer)
                    ? new ManifestDocument(name, version, content)
                    : throw new PassingFailureException("The manifest that arrived is not the one that was sent.");
            },
            cancellationToken);
    }

    public async IAsyncEnumerable<string> ListAsync(string prefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            var call = new RemoteCall(HttpMethod.Get, $"/manifests?prefix={Uri.EscapeDataString(prefix)}&after={Uri.EscapeDataString(after ?? "")}", "manifests");
            NamesDocument page = await connection.RunAsync(
                call,
                async answer => JsonSerializer.Deserialize(await answer.ReadAllAsync(LongestPage), RemoteJson.Default.NamesDocument) ?? throw RemoteErrors.Invalid(call, "There is no page."),
                cancellationToken);
            foreach (string name in page.Names) yield return name;
            after = page.Next;
        }
        while (after is not null);
    }

    public async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expectedVersion, CancellationToken cancellationToken = default)
    {
        ManifestRules.CheckName(name);
        ManifestRules.CheckLength(name, content.Length);
        var call = new RemoteCall(HttpMethod.Put, Path(name), Target(name))
        {
            Body = content,
            ContentType = "application/octet-stream",
            Headers = [expectedVersion is null ? ("If-None-Match", "*") : ("If-Match", Tag(expectedVersion))],
        };
        string version = VersionOf(content.Span);
        try
        {
            await connection.RunAsync(call, _ => ValueTask.FromResult(true), cancellationToken);
        }
        catch (SnapshotStoreException conflict) when (conflict.ErrorId == "ManifestConflict" && call.Attempts > 1)
        {
            // An attempt whose answer was lost may have written it: equal content has an equal version.
            if ((await ReadAsync(name, cancellationToken))?.Version != version) throw;
        }

        return version;
    }

    public async Task DeleteAsync(string name, string expectedVersion, CancellationToken cancellationToken = default)
    {
        ManifestRules.CheckName(name);
        var call = new RemoteCall(HttpMethod.Delete, Path(name), Target(name)) { Headers = [("If-Match", Tag(expectedVersion))] };
        try
        {
            await connection.RunAsync(call, _ => ValueTask.FromResult(true), cancellationToken);
        }
        catch (SnapshotStoreException gone) when (gone.ErrorId == "ManifestNotFound" && call.Attempts > 1)
        {
            // Deleted by the attempt whose answer was lost.
        }
    }

    private static string Path(string name) => "/manifests/" + name;

    private static string Target(string name) => $"manifest {name}";

    private static string Tag(string version) => $"\"{version}\"";

    private static string VersionOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string? VersionOf(RemoteAnswer answer) => answer.EntityTag?.Tag.Trim('"');
}
