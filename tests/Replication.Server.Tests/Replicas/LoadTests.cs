using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Replication.Agent.Server.Hosting;
using Replication.Core.Snapshots;
using Replication.Server.Tests.Support;

namespace Replication.Server.Tests.Replicas;

/// <summary>What clients, honest or not, can make the server hold. By itself: memory is the process's.</summary>
[Collection(nameof(ByItself))]
public class LoadTests
{
    private const int Uploads = 64;
    private const int BlocksEach = 8;

    [Fact]
    public async Task HVR_20_64_uploads_at_once_take_bounded_memory_and_arrive_whole()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("*.contoso.com", "contoso");
        await lab.ApplyAsync();
        var block = new byte[BlockGeometry.BlockSize];
        new Random(1).NextBytes(block);
        ReplicaClient[] clients = [.. Enumerable.Range(0, 8).Select(i => lab.Client($"hv{i}.contoso.com"))];
        string[] ids = await Task.WhenAll(Enumerable.Range(0, Uploads).Select(i => clients[i % clients.Length].StartAsync((long)BlocksEach * BlockGeometry.BlockSize)));
        using var ended = new CancellationTokenSource();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long residentBefore = Resident();
        Task<(long Heap, long Resident)> peak = PeakAsync(ended.Token);
        await Parallel.ForAsync(0, Uploads, new ParallelOptions { MaxDegreeOfParallelism = Uploads }, async (i, _) =>
        {
            for (int index = 0; index < BlocksEach; index++) Assert.Equal(201, (await clients[i % clients.Length].PutAsync(ids[i], index, block)).Status);
        });
        await ended.CancelAsync();
        (long heap, long resident) = await peak;
        // A block for each upload at the server and another in the client, twice as much between two collections; all of them together are 256 MiB.
        const long bound = 4L * Uploads * BlockGeometry.BlockSize;
        Assert.True(heap - before < bound, $"the heap grew by {(heap - before) >> 20} MiB");
        Assert.True(resident - residentBefore < 2 * bound, $"the process grew by {(resident - residentBefore) >> 20} MiB");
        Answer completed = await clients[Uploads % clients.Length].SendJsonAsync("POST", $"/snapshots/{ids[0]}/complete", new { changedBlocks = BlocksEach });
        Assert.True(completed.Status == 200, completed.Text);
        Assert.Equal(Uploads * (BlocksEach + 1) + 1, lab.Listener.Traffic.Activity.Sum(activity => activity.Requests));
    }

    [Fact]
    public async Task Slow_and_silent_clients_are_cut_off_while_others_go_on()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync(
            limits: new ServerLimits { HeadersTimeout = TimeSpan.FromSeconds(1), DataRateGrace = TimeSpan.FromSeconds(2), MinDataRate = 10_000 });
        await lab.AuthorizeAsync("hv1.contoso.com", "contoso");
        await lab.ApplyAsync();
        ReplicaClient honest = lab.Client("hv1.contoso.com");
        string id = await honest.StartAsync(BlockGeometry.BlockSize);
        using X509Certificate2 certificate = lab.Authority.Issue("hv1.contoso.com");
        // Some never end their headers, some their bodies.
        Task<int>[] slow =
        [
            .. Enumerable.Range(0, 20).Select(_ => LastByteAsync(lab, certificate, "GET /replication/v1/access HTTP/1.1\r\nHost: x\r\nX: ")),
            .. Enumerable.Range(0, 20).Select(_ => LastByteAsync(
                lab, certificate, $"PUT /replication/v1/snapshots/{id}/blocks/0 HTTP/1.1\r\nHost: x\r\nContent-Length: {BlockGeometry.BlockSize}\r\nx-replication-digest: {new string('0', 64)}\r\n\r\nabc")),
        ];
        Assert.Equal(200, (await honest.SendAsync("GET", "/access")).Status);
        foreach (int end in await Task.WhenAll(slow).WaitAsync(TimeSpan.FromSeconds(100))) Assert.Equal(0, end);
        Assert.Equal(201, (await honest.PutAsync(id, 0, new byte[BlockGeometry.BlockSize])).Status);
    }

    [Fact]
    public async Task Oversized_requests_are_refused_without_being_read()
    {
        await using ReplicaLab lab = await ReplicaLab.StartAsync();
        await lab.AuthorizeAsync("hv1.contoso.com", "contoso");
        await lab.ApplyAsync();
        ReplicaClient client = lab.Client("hv1.contoso.com");
        string id = await client.StartAsync(BlockGeometry.BlockSize);
        (await client.PutAsync(id, 0, new byte[BlockGeometry.BlockSize + 1])).Is(413, "RequestEntityTooLargeException");
        (await client.SendAsync("PUT", "/manifests/large", new byte[(16 << 20) + (64 << 10) + 1], ("If-None-Match", "*"))).Is(413, "RequestEntityTooLargeException");
        Assert.True(Assert.Single(lab.Listener.Traffic.Activity).ReceivedBytes < 2 * BlockGeometry.BlockSize);
    }

    /// <summary>Sends the beginning and waits for what becomes of the connection: 0 when the server has ended it.</summary>
    private static async Task<int> LastByteAsync(ReplicaLab lab, X509Certificate2 certificate, string beginning)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, lab.AddressOf("https").Port);
        await using var stream = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = ReplicaLab.Host,
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
        });
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning));
        var buffer = new byte[4096];
        try
        {
            int read;
            do
            {
                read = await stream.ReadAsync(buffer);
            }
            while (read > 0);
            return read;
        }
        catch (IOException)
        {
            // Cut without a farewell.
            return 0;
        }
    }

    private static async Task<(long Heap, long Resident)> PeakAsync(CancellationToken ended)
    {
        (long heap, long resident) = (0, 0);
        while (!ended.IsCancellationRequested)
        {
            (heap, resident) = (Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false)), Math.Max(resident, Resident()));
            await Task.WhenAny(Task.Delay(10, ended));
        }

        return (heap, resident);
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
