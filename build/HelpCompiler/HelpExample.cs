namespace Replication.HelpCompiler;

internal sealed record HelpExample(string Title, string Code, string Remarks);
