using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace Replication.Live.Tests.Support;

/// <summary>A guest agent that freezes and thaws nothing but says so. The first who asks it to thaw is told nothing: the test does something to them.</summary>
internal sealed class ScriptedAgent : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _end = new();
    private readonly Action _firstThaw;
    private readonly Task _serving;
    private bool _asked;

    public ScriptedAgent(string path, Action firstThaw)
    {
        _firstThaw = firstThaw;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public bool IsFrozen { get; private set; }

    public bool WasFrozen { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await using var stream = new NetworkStream(await _listener.AcceptAsync(_end.Token), ownsSocket: true);
                using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
                while (await reader.ReadLineAsync(_end.Token) is { } line && Answer(line.TrimStart('\u00FF')) is { } answer)
                    await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer + "\n"), _end.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // The client is gone, or this is the end.
            }
        }
    }

    private string? Answer(string line)
    {
        JsonElement command = JsonDocument.Parse(line).RootElement;
        switch (command.GetProperty("execute").GetString())
        {
            case "guest-sync-delimited":
                return string.Create(CultureInfo.InvariantCulture, $"\u00FF{{\"return\": {command.GetProperty("arguments").GetProperty("id").GetInt64()}}}");
            case "guest-fsfreeze-freeze":
                IsFrozen = WasFrozen = true;
                return "{\"return\": 1}";
            case "guest-fsfreeze-thaw" when !_asked:
                _asked = true;
                _firstThaw();
                return null;
            case "guest-fsfreeze-thaw":
                IsFrozen = false;
                return "{\"return\": 1}";
            default:
                return "{\"return\": {}}";
        }
    }
}
