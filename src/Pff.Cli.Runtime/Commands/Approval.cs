using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pff.Cli.Runtime.Commands;

/// <summary>That somebody approved a change plan: a file beside it.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Sha256">Of the change plan's file, in lower-case hexadecimal.</param>
internal sealed record Approval(string By, DateTimeOffset At, string Sha256)
{
    private const int MaximumBytes = 64 * 1024;

    public static string PathOf(string plan) => plan + ".approval.json";

    /// <summary>Null where there is none that can be read.</summary>
    public static Approval? Read(string plan)
    {
        try
        {
            var path = PathOf(plan);
            return new FileInfo(path) is { Exists: true, Length: <= MaximumBytes }
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ApprovalJson.Default.Approval)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string plan)
    {
        var path = PathOf(plan);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this, ApprovalJson.Default.Approval));
        File.Move(path + ".new", path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Approval))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
