namespace FellowOakDicom
{
    /// <summary>Base of the errors of reading DICOM.</summary>
    public abstract class DicomException : Exception
    {
        protected DicomException(string message)
            : base(message)
        {
        }

        protected DicomException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>A data set has not what is asked of it.</summary>
    public class DicomDataException : DicomException
    {
        public DicomDataException(string message)
            : base(message)
        {
        }

        public DicomDataException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>A file cannot be read; every error of DicomFile.Open is one, with its cause inside.</summary>
    public class DicomFileException : DicomDataException
    {
        public DicomFileException(DicomFile file, string message)
            : base(message) => File = file;

        public DicomFileException(DicomFile file, string message, Exception innerException)
            : base(message, innerException) => File = file;

        public DicomFile File { get; }
    }
}

namespace FellowOakDicom.IO
{
    /// <summary>Bytes asked for are not there.</summary>
    public class DicomIoException : DicomException
    {
        public DicomIoException(string message)
            : base(message)
        {
        }

        public DicomIoException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}

namespace FellowOakDicom.IO.Reader
{
    /// <summary>Bytes that are no DICOM.</summary>
    public class DicomReaderException : DicomException
    {
        public DicomReaderException(string message)
            : base(message)
        {
        }

        public DicomReaderException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}

namespace FellowOakDicom.Imaging
{
    /// <summary>Pixel data and their description do not fit.</summary>
    public class DicomImagingException : DicomException
    {
        public DicomImagingException(string message)
            : base(message)
        {
        }

        public DicomImagingException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}

namespace FellowOakDicom.Imaging.Codec
{
    /// <summary>Compressed pixels that cannot be decoded.</summary>
    public class DicomCodecException : DicomException
    {
        public DicomCodecException(string message)
            : base(message)
        {
        }

        public DicomCodecException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }
}
