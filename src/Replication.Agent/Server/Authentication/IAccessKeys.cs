namespace Replication.Agent.Server.Authentication;

/// <summary>Where the server looks keys up, once per request.</summary>
public interface IAccessKeys
{
    AccessKey? Find(string accessKeyId);
}
