namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>How large an OpenAPI description may be, so that a hostile one costs neither the stack nor the memory.</summary>
internal static class DocumentLimits
{
    /// <summary>UTF-16 code units of one file: 32 Mi.</summary>
    public const int MaximumLength = 32 * 1024 * 1024;

    /// <summary>Nested lists and mappings of one file; with those around it in a bundle they stay under the 64 that JSON readers take.</summary>
    public const int MaximumDepth = 48;

    /// <summary>Values of one file, and of the description once its files are put together.</summary>
    public const int MaximumNodeCount = 2_000_000;

    public const int MaximumFileCount = 64;

    /// <summary>References that name another reference, one after the other.</summary>
    public const int MaximumReferenceChain = 32;
}
