namespace Replication.HelpCompiler;

/// <summary>A page says too little, or something that the cmdlet does not have.</summary>
internal sealed class HelpException(string message) : Exception(message);
