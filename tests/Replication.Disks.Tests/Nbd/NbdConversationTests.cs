using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using Replication.Core.Errors;
using Replication.Disks.Nbd;
using Replication.Disks.Tests.Vmdk;

namespace Replication.Disks.Tests.Nbd;

/// <summary>Client and server with one another, and the client with servers that mean no good.</summary>
public sealed class NbdConversationTests : IDisposable
{
    private const int Length = 64 << 10;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_sequence_of_requests_leaves_the_same_bytes_as_an_array() =>
        Prop.ForAll<(byte Operation, ushort Offset, ushort Length, byte Value)[]>(steps => RunAsync(steps).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Replies_of_the_server_are_what_the_client_understands() => Prop.ForAll<byte[], bool, ushort>((content, structured, offset) =>
    {
        var request = new NbdRequest(NbdCommandFlags.None, NbdCommand.Read, 5, offset, (uint)content.Length);
        var pending = new NbdPending(request, new byte[content.Length]);
        var replies = new NbdReplies(NbdAddress.Tcp("h"), structured, new Dictionary<uint, string>(), _ => pending);
        string text = new('é', offset % 5000);
        bool fails = content.Length == 0;
        byte[] reply = fails
            ? NbdReplyMessages.Refusal(request, new NbdRefusal(NbdErrno.InputOutput, text), structured)
            : [.. Prefix(request, structured), .. content];
        NbdPending? complete = FeedAll(replies, reply);
        bool sameError = !fails
            || (pending.Failure is { Error: NbdErrno.InputOutput } failure && text.StartsWith(structured ? failure.Text : "", StringComparison.Ordinal));
        return complete == pending && sameError && pending.Destination.Span.SequenceEqual(content);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public async Task Server_that_sends_rubbish_is_refused_whatever_it_sends()
    {
        var random = new Random(5);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        NbdAddress address = NbdAddress.Tcp("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port);
        for (int round = 0; round < 60; round++)
        {
            Task serving = SendAsync(listener, random.Next(4), random.Next());
            DiskImageException error = await Assert.ThrowsAsync<DiskImageException>(async () =>
            {
                await using NbdDisk disk = await NbdDisk.OpenAsync(address);
                await disk.ReadAsync(0, new byte[512]);
            });
            Assert.Contains(
                error.ErrorId,
                (string[])[NbdErrorIds.NbdProtocolViolation, NbdErrorIds.NbdConnectionLost, NbdErrorIds.NbdServerRefused]);
            await serving;
        }
    }

    /// <summary>A server that is right up to a point, and random from there.</summary>
    private static async Task SendAsync(Socket listener, int rightMessages, int seed)
    {
        using Socket client = await listener.AcceptAsync();
        byte[][] right =
        [
            WireBytes.Greeting(),
            WireBytes.OptionReply(8, 1, []),
            new WireBytes().Raw(WireBytes.OptionReply(10, 1, []))
                .Raw(WireBytes.OptionReply(7, 3, new WireBytes().U16(0).U64(4096).U16(1))).Raw(WireBytes.OptionReply(7, 1, [])),
        ];
        foreach (byte[] message in right.Take(rightMessages)) await client.SendAsync(message);
        var rubbish = new byte[4096];
        new Random(seed).NextBytes(rubbish);
        await client.SendAsync(rubbish);
        client.Shutdown(SocketShutdown.Send);
        try
        {
            while (await client.ReceiveAsync(new byte[1024]) > 0)
            {
                // Until the client has had enough.
            }
        }
        catch (SocketException)
        {
            // It left without taking everything.
        }
    }

    private async Task<bool> RunAsync((byte Operation, ushort Offset, ushort Length, byte Value)[] steps)
    {
        await using var backing = new MemoryDisk(Length);
        var exports = new NbdExports();
        exports.Add("", new NbdExport(backing));
        await using var server = NbdServer.Start(_folder.File("s"), exports);
        await using var disk = await NbdDisk.OpenAsync(server.AddressOf(""));
        var expected = new byte[Length];
        foreach ((byte operation, ushort at, ushort count, byte value) in steps)
        {
            int offset = at % Length, length = Math.Min(count, Length - offset);
            if (operation % 3 == 0)
            {
                var data = new byte[length];
                data.AsSpan().Fill(value);
                data.CopyTo(expected, offset);
                await disk.WriteAsync(offset, data);
            }
            else if (operation % 3 == 1)
            {
                expected.AsSpan(offset, length).Clear();
                await disk.WriteZeroesAsync(offset, length);
            }
            else
            {
                var data = new byte[length];
                await disk.ReadAsync(offset, data);
                if (!data.AsSpan().SequenceEqual(expected.AsSpan(offset, length))) return false;
            }
        }

        return backing.Content.AsSpan().SequenceEqual(expected);
    }

    private static byte[] Prefix(NbdRequest request, bool structured)
    {
        var prefix = new byte[NbdReplyMessages.ReadPrefixSize(structured)];
        NbdReplyMessages.WriteReadPrefix(prefix, request, structured);
        return prefix;
    }

    private static NbdPending? FeedAll(NbdReplies replies, ReadOnlySpan<byte> bytes)
    {
        NbdPending? complete = null;
        while (!bytes.IsEmpty)
        {
            int count = replies.Destination.IsEmpty ? replies.Needed : replies.Destination.Length;
            bytes[..count].CopyTo(replies.Destination.Span is { IsEmpty: false } target ? target : new byte[count]);
            complete = replies.Destination.IsEmpty ? replies.Feed(bytes[..count]) : replies.Filled();
            bytes = bytes[count..];
        }

        return complete;
    }
}
