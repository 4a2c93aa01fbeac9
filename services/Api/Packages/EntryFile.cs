using System.IO.Compression;
using System.Text;
using ScfAspire.Core.Functions;
using ScfAspire.Core.Limits;
using ScfAspire.Core.Packages;
using ScfAspire.Core.Runtimes;

namespace ScfAspire.Api.Packages;

/// <summary>Finds the file that holds a function's entry point.</summary>
public static class EntryFile
{
    /// <summary>Its text; empty when there is no such file, it is not text, or it is over 1 MB.</summary>
    public static string Read(Stream zip, RuntimeFamily family, FunctionKind kind, string handler)
    {
        var name = Name(family, kind, handler);
        if (name.Length == 0) return "";
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
        var entry = archive.Entries.FirstOrDefault(e => EntryPath.Normalize(e.FullName) == name);
        if (entry is null || entry.Length > ScfLimits.ShownCodeBytes || entry.Kind() != EntryKind.File) return "";
        using var content = entry.Open();
        var bytes = new byte[entry.Length];
        content.ReadExactly(bytes);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "";
        }
    }

    private static string Name(RuntimeFamily family, FunctionKind kind, string handler)
    {
        if (kind == FunctionKind.Http) return "scf_bootstrap";
        var file = handler.Split('.')[0];
        return family switch
        {
            RuntimeFamily.Python => file + ".py",
            RuntimeFamily.Nodejs => file + ".js",
            RuntimeFamily.Php => file + ".php",
            RuntimeFamily.Custom => "bootstrap",
            _ => "",
        };
    }
}
