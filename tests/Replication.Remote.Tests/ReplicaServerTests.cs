using Replication.Core.Errors;
using Replication.Core.Failover;
using Replication.Core.Sites;
using Replication.Remote.Tests.Support;
using Replication.Runtime;

namespace Replication.Remote.Tests;

/// <summary>Sites behind an agent's replica server: both sides show certificates, and each trust group has its own store and machines.</summary>
public sealed class ReplicaServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("replication-replica-site-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task HVR_04_HVR_05_HVR_19_a_machine_fails_over_and_comes_home_over_mutual_TLS_and_another_trust_group_sees_nothing_of_it()
    {
        await using ReplicaServer server = await ReplicaServer.StartAsync(Path.Combine(_folder, "dr"), "replica.contoso.com", "127.0.0.1");
        await server.AuthorizeAsync("a.contoso.com", "one");
        await server.AuthorizeAsync("b.fabrikam.com", "two");
        await using Primary primary = await Primary.StartAsync(Path.Combine(_folder, "a"), "web01", server.Settings("a.contoso.com"));
        await primary.RunAsync(primary.Replicate);
        FailoverResult made = await primary.RunAsync<FailoverResult>(primary.Service.Verbs.Failover(primary.Vm, null, noStart: true));
        string hash = await primary.HashAsync();
        Assert.Equal(hash, await primary.HashRemoteAsync(made.MachineId));

        await using Primary other = await Primary.StartAsync(Path.Combine(_folder, "b"), "web02", server.Settings("b.fabrikam.com"));
        ISite seen = await other.Service.Sites.OpenAsync("dr");
        Assert.Null(await seen.FindMachineAsync(made.MachineId));
        Assert.Empty(await other.Service.Points.ListSiteAsync(SiteKind.Remote, server.Settings("b.fabrikam.com")));
        await seen.DeleteMachineAsync(made.MachineId);
        Assert.Equal(hash, await primary.HashRemoteAsync(made.MachineId));

        await primary.RunAsync(primary.Service.Verbs.Complete(primary.Vm));
        await primary.RunAsync(primary.Service.Verbs.Reverse(primary.Vm));
        await primary.RunAsync<FailbackResult>(primary.Service.Verbs.Failback(primary.Vm));
        Assert.Equal(hash, await primary.HashAsync());
    }

    [Fact]
    public async Task HVR_16_a_server_with_the_certificate_of_another_host_is_refused()
    {
        await using ReplicaServer server = await ReplicaServer.StartAsync(Path.Combine(_folder, "dr"), "replica.contoso.com");
        await server.AuthorizeAsync("a.contoso.com", "one");
        await RefusedAsync("CertificateRejected.NameMismatch", server.Settings("a.contoso.com"));
    }

    [Fact]
    public async Task HVR_16_a_server_of_another_authority_is_refused()
    {
        await using ReplicaServer server = await ReplicaServer.StartAsync(Path.Combine(_folder, "dr"), "replica.contoso.com", "127.0.0.1");
        await using ReplicaServer other = await ReplicaServer.StartAsync(Path.Combine(_folder, "other"), "replica.contoso.com", "127.0.0.1");
        Dictionary<string, string> settings = server.Settings("a.contoso.com");
        settings["trust"] = other.PathOf("anchors.pem");
        await RefusedAsync("CertificateRejected.Untrusted", settings);
    }

    [Fact]
    public async Task HVR_18_a_primary_that_is_not_authorized_hears_the_servers_own_id()
    {
        await using ReplicaServer server = await ReplicaServer.StartAsync(Path.Combine(_folder, "dr"), "replica.contoso.com", "127.0.0.1");
        await server.AuthorizeAsync("a.contoso.com", "one");
        await RefusedAsync("NotAuthorized", server.Settings("stranger.contoso.com"));
    }

    private async Task RefusedAsync(string id, Dictionary<string, string> settings)
    {
        await using Workspace workspace = await Workspace.OpenAsync(new WorkspaceOptions { Folder = Path.Combine(_folder, "workspace"), Catalog = null });
        var error = await Assert.ThrowsAnyAsync<ReplicationException>(() => workspace.Service.Sites.AddAsync("dr", SiteKind.Remote, settings));
        Assert.Equal(id, error.ErrorId);
    }
}
