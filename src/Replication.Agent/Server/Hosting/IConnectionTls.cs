using System.Net.Security;
using Microsoft.AspNetCore.Connections;

namespace Replication.Agent.Server.Hosting;

/// <summary>How each connection over TLS is made, so that a renewed certificate serves the next one.</summary>
public interface IConnectionTls
{
    SslServerAuthenticationOptions OptionsFor(ConnectionContext connection);
}
